package org.dcgan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Damaged copies of sound inputs, the same at each run. Every run of the tests reads them; a fuzzer begins with them and goes on
 * where they reach new code: {@code JAZZER_FUZZ=1 ./mvnw -q test -Dtest=PngFuzzTest -Djazzer.hooks=true}.
 */
public final class Mutations {
    private static final int COPIES = 300;
    private static final int MOST_WOUNDS = 4;
    private static final int LONGEST_PIECE = 16;
    private static final List<Integer> NUMBERS =
            List.of(0, 1, -1, 0x80, 0xff, 0x7fff, 0xffff, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE);

    private final Random random;
    private final byte[][] sound;

    private Mutations(byte[][] sound) {
        this.random = new Random(Arrays.deepHashCode(sound));
        this.sound = sound;
    }

    /** The inputs themselves, and many copies of each of them, damaged in up to four places. */
    public static Stream<byte[]> of(byte[]... sound) {
        Mutations mutations = new Mutations(sound);
        return Stream.concat(
                Stream.of(sound),
                IntStream.range(0, COPIES).mapToObj(copy -> mutations.damaged(sound[copy % sound.length])));
    }

    private byte[] damaged(byte[] input) {
        byte[] copy = input.clone();
        int wounds = 1 + random.nextInt(MOST_WOUNDS);
        for (int wound = 0; wound < wounds && copy.length > 0; wound++) {
            copy = wounded(copy, random.nextInt(copy.length));
        }
        return copy;
    }

    private byte[] wounded(byte[] input, int at) {
        int length = Math.min(input.length - at, 1 + random.nextInt(LONGEST_PIECE));
        byte[] piece = Arrays.copyOfRange(input, at, at + length);
        return switch (random.nextInt(7)) {
            case 0 -> joined(input, at, new byte[] {(byte) (input[at] ^ 1 << random.nextInt(Byte.SIZE))}, at + 1);
            case 1 -> joined(input, at, new byte[] {(byte) random.nextInt()}, at + 1);
            case 2 -> joined(input, at, number(), Math.min(input.length, at + Integer.BYTES));
            case 3 -> joined(input, at, new byte[0], at + length); // a piece is missing
            case 4 -> joined(input, at, piece, at); // comes twice
            case 5 -> joined(input, at, foreign(), at); // is another input's
            default -> Arrays.copyOf(input, at); // the rest is missing
        };
    }

    private byte[] number() {
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return ByteBuffer.allocate(Integer.BYTES)
                .order(order)
                .putInt(NUMBERS.get(random.nextInt(NUMBERS.size())))
                .array();
    }

    private byte[] foreign() {
        byte[] other = sound[random.nextInt(sound.length)];
        int from = random.nextInt(other.length);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + LONGEST_PIECE));
    }

    private static byte[] joined(byte[] input, int until, byte[] piece, int from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(input, 0, until);
        bytes.writeBytes(piece);
        bytes.write(input, from, input.length - from);
        return bytes.toByteArray();
    }
}
