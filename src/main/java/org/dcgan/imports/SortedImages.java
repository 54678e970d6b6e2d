package org.dcgan.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.dcgan.dataset.Split;
import org.dcgan.imports.Groups.Placement;

/**
 * The images of a data set in their order, each with its label, in two parts. The order of pictures, and which become test images,
 * depend only on their pixels, so that the same pictures under other names give the same data set; equal images are in the same part.
 */
final class SortedImages {
    /** A label is a byte. */
    static final int MAX_CLASSES = 256;
    /** One of so many images becomes a test image. */
    private static final int HELD_BACK = 10;

    private static final Comparator<String> BY_NUMBER = Comparator.comparingLong(Long::parseLong);

    private final List<String> classes;
    private final Map<Split, List<Placed>> parts = new EnumMap<>(Split.class);
    private int duplicates;
    private int shared;

    /**
     * An image in its place.
     *
     * @param entry where its pixels are
     * @param label the index of its class; 0 if there are no classes
     * @param placement of its group
     */
    record Placed(ImageSpool.Entry entry, int label, Placement placement) {}

    /**
     * Sorts images.
     *
     * @param placements of the groups; the images of an empty one are left out
     * @throws RefusedImportException if there are too many classes, or not two different images
     */
    SortedImages(List<ImageSpool.Entry> entries, List<Optional<Placement>> placements) throws RefusedImportException {
        classes = classes(placements);
        List<Placed> all = entries.stream()
                .filter(entry -> placements.get(entry.group()).isPresent())
                .map(entry -> placed(entry, placements.get(entry.group()).orElseThrow()))
                .sorted(Comparator.comparingLong((Placed image) -> image.entry.high())
                        .thenComparingLong(image -> image.entry.low())
                        .thenComparingInt(Placed::label)
                        .thenComparingInt(image -> image.entry.position()))
                .toList();
        split(runs(all), all.stream().anyMatch(image -> image.placement.test()));
        Comparator<Placed> givenOrder = Comparator.comparingLong(
                image -> image.placement.keepsOrder() ? image.entry.position() : Long.MAX_VALUE);
        parts.values().forEach(part -> part.sort(givenOrder)); // stable: the others stay sorted by their pixels
        for (Split split : Split.values()) {
            if (of(split).isEmpty()) {
                throw new RefusedImportException("%d images of which %d are equal to others leave no %s images"
                        .formatted(all.size(), duplicates, split == Split.TEST ? "test" : "training"));
            }
        }
    }

    private static List<String> classes(List<Optional<Placement>> placements) throws RefusedImportException {
        TreeSet<String> names = new TreeSet<>();
        placements.stream()
                .flatMap(Optional::stream)
                .flatMap(placement -> placement.className().stream())
                .forEach(names::add);
        if (names.size() > MAX_CLASSES) {
            throw new RefusedImportException("there are %d classes, at most %d are allowed (the first are %s)"
                    .formatted(
                            names.size(), MAX_CLASSES, names.stream().limit(3).toList()));
        }
        boolean numbers = names.stream().allMatch(name -> name.matches("-?\\d{1,18}"));
        return numbers ? names.stream().sorted(BY_NUMBER).toList() : List.copyOf(names);
    }

    private Placed placed(ImageSpool.Entry entry, Placement placement) {
        return new Placed(entry, placement.className().map(classes::indexOf).orElse(0), placement);
    }

    /** Images that are equal to each other, together. */
    private List<List<Placed>> runs(List<Placed> sorted) {
        List<List<Placed>> runs = new ArrayList<>();
        for (int from = 0; from < sorted.size(); ) {
            int to = from + 1;
            while (to < sorted.size() && sorted.get(to).entry.isSame(sorted.get(from).entry)) {
                to++;
            }
            runs.add(sorted.subList(from, to));
            duplicates += to - from - 1;
            from = to;
        }
        return runs;
    }

    private void split(List<List<Placed>> runs, boolean testIsGiven) {
        parts.put(Split.TRAINING, new ArrayList<>());
        parts.put(Split.TEST, new ArrayList<>());
        if (testIsGiven) {
            runs.forEach(this::splitAsGiven);
            return;
        }
        runs.forEach(
                run -> parts.get(isHeldBack(run) ? Split.TEST : Split.TRAINING).addAll(run));
        if (runs.size() > 1 && of(Split.TEST).isEmpty()) { // with few images, the rule may select none or all of them
            move(runs.get(0), Split.TRAINING, Split.TEST);
        } else if (runs.size() > 1 && of(Split.TRAINING).isEmpty()) {
            move(runs.get(0), Split.TEST, Split.TRAINING);
        }
    }

    private void splitAsGiven(List<Placed> run) {
        boolean inTraining = run.stream().anyMatch(image -> !image.placement.test());
        for (Placed image : run) {
            parts.get(image.placement.test() ? Split.TEST : Split.TRAINING).add(image);
            shared += inTraining && image.placement.test() ? 1 : 0;
        }
    }

    private void move(List<Placed> run, Split from, Split to) {
        parts.get(from).removeAll(run);
        parts.get(to).addAll(run);
    }

    private static boolean isHeldBack(List<Placed> run) {
        return Long.remainderUnsigned(run.get(0).entry.high(), HELD_BACK) == 0;
    }

    /** The images of a part, in their order. */
    List<Placed> of(Split split) {
        return parts.get(split);
    }

    /** The names of the classes by label: sorted, as numbers if they are numbers. Empty if there are none. */
    List<String> classes() {
        return classes;
    }

    /** How many images are equal to another one before them. */
    int duplicates() {
        return duplicates;
    }

    /** How many test images, of those that were given, are training images as well. */
    int shared() {
        return shared;
    }

    /** How many images of a class a part has. */
    int count(Split split, int label) {
        return (int) of(split).stream().filter(image -> image.label == label).count();
    }

    /** The first training images, of each class in turn. */
    List<Placed> sample(int most) {
        List<List<Placed>> byClass = new ArrayList<>();
        for (int label = 0; label < Math.max(1, classes.size()); label++) {
            int wanted = label;
            byClass.add(of(Split.TRAINING).stream()
                    .filter(image -> image.label == wanted)
                    .limit(most)
                    .toList());
        }
        List<Placed> sample = new ArrayList<>();
        for (int turn = 0; turn < most; turn++) {
            for (List<Placed> images : byClass) {
                if (turn < images.size() && sample.size() < most) {
                    sample.add(images.get(turn));
                }
            }
        }
        return sample;
    }
}
