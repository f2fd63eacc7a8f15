"""The measurements of `make bench`: each a number beside its aim, and never a failing test.

`python -m tests.bench [NAME...]` measures and prints a table; `--quick` takes fewer and shorter
samples. A number counts against its aim only as a ratio to something measured in the same run, on
the same machine, in turns: machines differ, and so does one machine from minute to minute.
"""
