package org.dcgan.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dcgan.dataset.Images;

/** Warns about labels of a data set from which a judge cannot learn well. */
public final class LabelCheck {
    private static final int LABELS = 256;
    /** With fewer images of a class, the judge hardly learns it. */
    private static final int FEW = 20;

    private LabelCheck() {}

    /** Warnings before a judge is trained with these images: about labels that only test images have, and about rare classes. */
    public static List<String> warnings(Images training, Images test) {
        int[] learned = counts(training);
        int[] asked = counts(test);
        List<String> warnings = new ArrayList<>();
        String unknown = list(asked, label -> learned[label] == 0 && asked[label] > 0);
        if (!unknown.isEmpty()) {
            warnings.add("no training image has these labels of test images, so the judge cannot recognise them: "
                    + unknown);
        }
        int classes = IntStream.range(0, LABELS)
                        .filter(label -> learned[label] > 0)
                        .max()
                        .orElse(-1)
                + 1;
        String rare = list(learned, label -> label < classes && learned[label] < FEW);
        if (!rare.isEmpty()) {
            warnings.add("fewer than " + FEW
                    + " training images have these labels, so the judge will hardly recognise them: " + rare);
        }
        return warnings;
    }

    private static int[] counts(Images images) {
        int[] counts = new int[LABELS];
        IntStream.range(0, images.count()).forEach(image -> counts[images.label(image)]++);
        return counts;
    }

    private static String list(int[] counts, IntPredicate chosen) {
        return IntStream.range(0, LABELS)
                .filter(chosen)
                .mapToObj(label -> label + " (" + counts[label] + (counts[label] == 1 ? " image)" : " images)"))
                .collect(Collectors.joining(", "));
    }
}
