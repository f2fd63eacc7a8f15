"""The Kivy face: everything that is seen and touched."""
