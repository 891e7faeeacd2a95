"""Models in the ONNX format, run by onnxruntime (extra `listen`)."""
