"""Engines of NVIDIA's TensorRT: built, kept with a record each, checked, refitted and run.

Everything but building and running works without TensorRT and without a GPU. Nothing here has run on a GPU yet: the
tests run it over a stand-in with the names and numbers of both releases, whose engines compute by ONNX Runtime.
"""
