package org.dcgan.console;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.dcgan.message.LossRecorded;

/**
 * The losses that a run has recorded, one a step: where attempts have made a step twice, that of the later attempt. It is not for
 * several threads: {@link JobIndex} guards it.
 */
final class RecordedLosses {
    private final NavigableMap<Long, RecordedLoss> byOffset = new TreeMap<>();
    private final NavigableMap<Long, RecordedLoss> byStep = new TreeMap<>();

    void add(LossRecorded loss, long offset) {
        RecordedLoss before = byStep.get(loss.step());
        if (before != null && before.loss().attempt() > loss.attempt()) {
            return;
        }
        if (before != null) {
            byOffset.remove(before.offset());
        }
        RecordedLoss recorded = new RecordedLoss(loss, offset);
        byStep.put(loss.step(), recorded);
        byOffset.put(offset, recorded);
    }

    /** In the order of their steps. */
    List<LossRecorded> bySteps() {
        return byStep.values().stream().map(RecordedLoss::loss).toList();
    }

    /** Those behind an offset in their topic, in its order. */
    List<RecordedLoss> after(long offset, int most) {
        return byOffset.tailMap(offset, false).values().stream().limit(most).toList();
    }
}
