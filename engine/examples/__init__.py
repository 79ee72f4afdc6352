"""One feature a program: short uses of the Session API, each of which writes a WAV file and a picture of it.

`python -m engine.examples` lists them; `python -m engine.examples velocity_curve` plays one. Read `covers` and `stream`
first.
"""
