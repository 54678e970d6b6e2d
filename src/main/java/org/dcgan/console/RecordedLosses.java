package org.dcgan.console;

import java.util.List;
import org.dcgan.message.LossRecorded;

/**
 * The losses that a run has recorded, one per step: if two attempts recorded a step, the later attempt's loss. Not thread-safe:
 * {@link JobIndex} guards it.
 */
final class RecordedLosses {
    private final LossRows rows = new LossRows();
    private final SortedRows byOffset = new SortedRows(rows::offset);
    private final SortedRows byStep = new SortedRows(rows::step);

    void add(LossRecorded loss, long offset) {
        int before = byStep.find(loss.step());
        if (before >= 0) {
            if (rows.attempt(before) > loss.attempt() || rows.offset(before) == offset) {
                return; // an older attempt, or a message that is read again
            }
            byStep.remove(before);
            byOffset.remove(before);
        }
        int row = rows.add(loss, offset);
        byStep.add(row);
        byOffset.add(row);
    }

    /** In the order of their steps. */
    List<Loss> bySteps() {
        return byStep.from(Long.MIN_VALUE).mapToObj(rows::loss).toList();
    }

    /** The losses after an offset of their topic, in its order. */
    List<RecordedLoss> after(long offset, int most) {
        return byOffset.from(offset + 1)
                .limit(most)
                .mapToObj(row -> new RecordedLoss(rows.loss(row), rows.offset(row)))
                .toList();
    }
}
