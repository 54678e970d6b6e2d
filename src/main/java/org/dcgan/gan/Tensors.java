package org.dcgan.gan;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Copies named tensors to the engine's memory and back. */
public final class Tensors {
    /** Prefix of the names of Adam's means of squared gradients. */
    static final String SQUARES = "exp_avg_sq.";

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
     * Checks named tensors before any memory of the engine is taken for them: batch norms, and networks of ReLUs, can turn a
     * weight that is not finite into images that look like numbers.
     *
     * @throws IllegalArgumentException if one is missing, has another shape, or a number that is not finite, or a variance or
     *     mean of squares that is negative
     */
    public static void check(Map<String, Tensor> tensors, Map<String, long[]> shapes) {
        shapes.forEach((name, shape) -> checkNumbers(name, find(tensors, name, shape)));
    }

    private static void checkNumbers(String name, Tensor tensor) {
        boolean square = name.endsWith(".running_var") || name.startsWith(SQUARES);
        FloatBuffer numbers = tensor.data().asFloatBuffer();
        for (int i = 0; i < numbers.limit(); i++) {
            float number = numbers.get(i);
            if (!Float.isFinite(number) || square && number < 0) {
                throw new IllegalArgumentException("tensor %s must have %s, was %s at %s"
                        .formatted(
                                name,
                                square ? "finite numbers from 0" : "finite numbers",
                                number,
                                Arrays.toString(indices(i, tensor.shape()))));
            }
        }
    }

    /** Where the number at a position of the data stands in a tensor. */
    private static long[] indices(int position, long... shape) {
        long[] indices = new long[shape.length];
        long rest = position;
        for (int i = shape.length - 1; i >= 0; i--) {
            indices[i] = rest % shape[i];
            rest /= shape[i];
        }
        return indices;
    }

    /**
     * A named count.
     *
     * @throws IllegalArgumentException if it is missing, or no scalar of the type I64 from 0
     */
    static long count(Map<String, Tensor> tensors, String name) {
        Tensor tensor = find(tensors, name);
        if (tensor.type() != Tensor.Type.I64 || tensor.shape().length > 0) {
            throw new IllegalArgumentException("tensor " + name + " must be I64 of shape [], was " + tensor.type() + " "
                    + Arrays.toString(tensor.shape()));
        }
        if (tensor.scalar() < 0) {
            throw new IllegalArgumentException("tensor " + name + " must be at least 0, was " + tensor.scalar());
        }
        return tensor.scalar();
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
