package org.dcgan.console;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.dcgan.message.LossRecorded;

/** Losses as rows of {@value #ROW} bytes, numbered from 0: a run may record hundreds of thousands. Not thread-safe. */
final class LossRows {
    private static final int ROW = 5 * Long.BYTES + 7 * Integer.BYTES;
    private static final int ROWS_OF_A_CHUNK = 64;

    private final List<ByteBuffer> chunks = new ArrayList<>();
    private int count;

    /** Adds a row, and returns its number. */
    int add(LossRecorded loss, long offset) {
        if (count == chunks.size() * ROWS_OF_A_CHUNK) {
            chunks.add(ByteBuffer.allocate(ROW * ROWS_OF_A_CHUNK));
        }
        row(count)
                .putLong(offset)
                .putLong(loss.step())
                .putLong(loss.saveStep())
                .putDouble(loss.imagesPerSecond())
                .putInt(loss.attempt())
                .putInt(loss.epoch())
                .putInt(loss.iteration())
                .putFloat(loss.discriminatorLoss())
                .putFloat(loss.generatorLoss())
                .putFloat(loss.realScore())
                .putFloat(loss.fakeScore());
        return count++;
    }

    long offset(int number) {
        return row(number).getLong();
    }

    long step(int number) {
        return row(number).position(at(number) + Long.BYTES).getLong();
    }

    int attempt(int number) {
        return row(number).position(at(number) + 4 * Long.BYTES).getInt();
    }

    Loss loss(int number) {
        ByteBuffer row = row(number);
        row.getLong(); // the offset
        long step = row.getLong();
        long saveStep = row.getLong();
        double imagesPerSecond = row.getDouble();
        row.getInt(); // the attempt
        return new Loss(
                row.getInt(),
                row.getInt(),
                step,
                saveStep,
                row.getFloat(),
                row.getFloat(),
                row.getFloat(),
                row.getFloat(),
                imagesPerSecond);
    }

    private ByteBuffer row(int number) {
        return chunks.get(number / ROWS_OF_A_CHUNK).position(at(number));
    }

    private static int at(int number) {
        return number % ROWS_OF_A_CHUNK * ROW;
    }
}
