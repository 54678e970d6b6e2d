package org.dcgan.gan;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Tensors by name, to the engine's memory and back. */
public final class Tensors {
    private Tensors() {}

    /**
     * Copies a named tensor to the engine.
     *
     * @throws IllegalArgumentException if it is missing or has another shape
     */
    static PtNDArray toEngine(PtNDManager owner, Map<String, Tensor> tensors, String name, long[] shape) {
        Tensor tensor = find(tensors, name, shape);
        return owner.create(tensor.data().asFloatBuffer(), new Shape(shape), DataType.FLOAT32);
    }

    /**
     * Holds named tensors to their shapes, before anything of them is in the engine's memory.
     *
     * @throws IllegalArgumentException if one is missing or has another shape
     */
    static void check(Map<String, Tensor> tensors, Map<String, long[]> shapes) {
        shapes.forEach((name, shape) -> find(tensors, name, shape));
    }

    /**
     * Copies named tensors to the engine, as one list in the order of the shapes. The list is the caller's to close.
     *
     * @throws IllegalArgumentException if one is missing or has another shape
     */
    public static IValue toEngine(PtNDManager owner, Map<String, Tensor> tensors, Map<String, long[]> shapes) {
        List<PtNDArray> copies = new ArrayList<>();
        shapes.forEach((name, shape) -> copies.add(toEngine(owner, tensors, name, shape)));
        return IValue.listFrom(copies.toArray(PtNDArray[]::new));
    }

    private static Tensor find(Map<String, Tensor> tensors, String name, long[] shape) {
        Tensor tensor = find(tensors, name);
        if (tensor.type() != Tensor.Type.F32 || !Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("tensor " + name + " must be F32 of shape " + Arrays.toString(shape)
                    + ", was " + tensor.type() + " " + Arrays.toString(tensor.shape()));
        }
        return tensor;
    }

    public static Tensor find(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor " + name + " is missing");
        }
        return tensor;
    }

    /** Copies a tensor of the engine, which lies in row-major order. */
    public static Tensor fromEngine(PtNDArray array, long[] shape) {
        ByteBuffer data = array.toByteBuffer();
        return new Tensor(Tensor.Type.F32, shape, data);
    }
}
