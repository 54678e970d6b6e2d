package org.dcgan.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The groups of images: those of one folder, or those of an array with the same label. The role of the groups in the data set is
 * known only when all images have been read.
 */
final class Groups {
    private static final int MAX_GROUPS = 100_000;
    private static final Set<String> SPLITS =
            Set.of("train", "training", "test", "testing", "val", "valid", "validation");
    private static final Set<String> TEST = Set.of("test", "testing");

    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();

    /**
     * Images with equal keys belong to the same group.
     *
     * @param root which of the given paths
     * @param folder under that; of a labelled array empty
     * @param label null if it has none
     * @param array whether it is an array's
     * @param test whether the array's name says that it was held back
     */
    private record Key(int root, String folder, String label, boolean array, boolean test) {}

    private static final class Group {
        private final Key key;
        private final List<String> files = new ArrayList<>();
        private long count;

        Group(Key key) {
            this.key = key;
        }
    }

    /**
     * The role of a group's images.
     *
     * @param test whether they are given as test images
     * @param className empty if they have no class
     * @param keepsOrder whether they keep their original order
     */
    record Placement(boolean test, Optional<String> className, boolean keepsOrder) {}

    /** The group of a picture. */
    int ofPicture(SourceFile file) throws RefusedImportException {
        return number(new Key(file.root(), file.folder(), null, false, false), file.path());
    }

    /** The group of an image in an array without labels. */
    int ofImage(ArrayFile array) throws RefusedImportException {
        return number(
                new Key(array.file().root(), array.file().folder(), null, true, array.isTest()),
                array.file().path());
    }

    /** The group of an image in an array with labels. */
    int ofLabel(ArrayFile array, int label) throws RefusedImportException {
        return number(
                new Key(0, "", Integer.toString(label), true, array.isTest()),
                array.file().path());
    }

    private int number(Key key, String file) throws RefusedImportException {
        if (groups.size() == MAX_GROUPS && !numbers.containsKey(key)) {
            throw new RefusedImportException("there are more than " + MAX_GROUPS + " folders");
        }
        int number = numbers.computeIfAbsent(key, fresh -> {
            groups.add(new Group(fresh));
            return groups.size() - 1;
        });
        Group group = groups.get(number);
        group.count++;
        if (group.files.size() < Skipped.NAMED && !group.files.contains(file)) {
            group.files.add(file);
        }
        return number;
    }

    /**
     * The placement of each group, by its number. Where some images have a class, those that have none are left out.
     *
     * @param skipped receives those
     */
    List<Optional<Placement>> placements(Skipped skipped) {
        Map<Integer, Layout> layouts = new HashMap<>();
        List<Placement> placements =
                groups.stream().map(group -> place(group.key, layouts)).toList();
        boolean haveClasses = placements.stream().anyMatch(placement -> placement.className.isPresent());
        List<Optional<Placement>> kept = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            Placement placement = placements.get(i);
            boolean left = haveClasses && placement.className.isEmpty();
            kept.add(left ? Optional.empty() : Optional.of(placement));
            if (left) {
                leaveOut(groups.get(i), skipped);
            }
        }
        return kept;
    }

    /** The last named file also counts those that are not named. */
    private static void leaveOut(Group group, Skipped skipped) {
        long unnamed = group.count;
        for (String file : group.files) {
            boolean last = file.equals(group.files.get(group.files.size() - 1));
            skipped.add(file, "it has no class, but other images have", last ? unnamed : 1);
            unnamed--;
        }
    }

    private Placement place(Key key, Map<Integer, Layout> layouts) {
        if (key.label != null) {
            return new Placement(key.test, Optional.of(key.label), true);
        }
        Layout layout = layouts.computeIfAbsent(key.root, this::layout);
        List<String> folders = layout.below(key.folder);
        boolean test = key.test;
        if (layout.splits && !folders.isEmpty()) {
            test |= TEST.contains(folders.get(0));
            folders = folders.subList(1, folders.size());
        }
        Optional<String> className = folders.stream().findFirst();
        return new Placement(test, className, key.array && className.isEmpty());
    }

    /**
     * The structure of the folders under a given path.
     *
     * @param common the number of nested folders that contain all others
     * @param splits whether the folders in there are named train and test
     */
    private record Layout(int common, boolean splits) {
        List<String> below(String folder) {
            List<String> names = names(folder);
            return names.subList(common, names.size());
        }
    }

    private Layout layout(int root) {
        List<List<String>> folders = groups.stream()
                .filter(group -> group.key.label == null && group.key.root == root)
                .map(group -> names(group.key.folder))
                .toList();
        List<String> first = folders.get(0);
        int shared = 0;
        while (isShared(folders, first, shared)) {
            shared++;
        }
        int common = shared;
        boolean splits =
                folders.stream().allMatch(names -> names.size() > common && SPLITS.contains(names.get(common)));
        return new Layout(common, splits);
    }

    private static boolean isShared(List<List<String>> folders, List<String> first, int place) {
        return place < first.size()
                && folders.stream()
                        .allMatch(names ->
                                names.size() > place && names.get(place).equals(first.get(place)));
    }

    private static List<String> names(String folder) {
        return folder.isEmpty() ? List.of() : Arrays.asList(folder.split("/"));
    }
}
