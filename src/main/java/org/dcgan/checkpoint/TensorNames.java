package org.dcgan.checkpoint;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds a network's tensors among a file's: wrappers such as {@code DataParallel} and {@code torch.compile} put {@code module.} and
 * {@code _orig_mod.} before every name, and a model of several networks puts a network's own name there.
 *
 * @param found the file's names
 * @param expected the network's names
 */
record TensorNames(Set<String> found, Set<String> expected) {
    private static final int MOST_LISTED = 20;

    /**
     * The prefix of the network's names in the file; may be empty.
     *
     * @throws IllegalArgumentException if the names do not all have the same prefix; lists the found and the expected names
     */
    String prefix() {
        if (found.containsAll(expected)) {
            return "";
        }
        Map<String, Integer> hits = new HashMap<>();
        for (String name : found) {
            for (String tensor : expected) {
                if (name.equals(tensor) || name.endsWith("." + tensor)) {
                    hits.merge(name.substring(0, name.length() - tensor.length()), 1, Integer::sum);
                }
            }
        }
        List<String> fitting = hits.keySet().stream()
                .filter(prefix -> hits.get(prefix) == expected.size())
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw new IllegalArgumentException(
                fitting.isEmpty()
                        ? missing(hits)
                        : "several networks in it fit: names that begin with " + list(fitting)
                                + "; save only one of them");
    }

    private String missing(Map<String, Integer> hits) {
        String best = hits.keySet().stream()
                .max(Comparator.<String>comparingInt(hits::get)
                        .thenComparing(String::length, Comparator.reverseOrder())
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("");
        Set<String> missing =
                expected.stream().filter(name -> !found.contains(best + name)).collect(Collectors.toSet());
        String lack = missing.size() == expected.size()
                ? "it has none of the network's tensors"
                : "it lacks " + list(missing.stream().map(name -> best + name).toList());
        return lack + "; expected are " + list(expected) + "; found are " + (found.isEmpty() ? "none" : list(found));
    }

    /**
     * Rejects weights that the network does not have, such as biases: without them its images would differ. Batch counts are not
     * weights, whatever their type.
     *
     * @param weights the file's names of all tensors that may be weights
     */
    void checkUnknown(String prefix, Collection<String> weights) {
        Set<String> layers = new HashSet<>();
        expected.forEach(name -> layers.add(layer(name)));
        for (String weight : weights) {
            String name = weight.startsWith(prefix) ? weight.substring(prefix.length()) : "";
            if (layers.contains(layer(name)) && !expected.contains(name) && !name.endsWith(".num_batches_tracked")) {
                throw new IllegalArgumentException("tensor " + SafetensorsHeader.shown(weight)
                        + " has no place in the network; expected are " + list(expected));
            }
        }
    }

    private static String layer(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static String list(Collection<String> names) {
        String listed = names.stream()
                .sorted()
                .limit(MOST_LISTED)
                .map(SafetensorsHeader::shown)
                .collect(Collectors.joining(", "));
        return names.size() > MOST_LISTED ? listed + " and " + (names.size() - MOST_LISTED) + " more" : listed;
    }
}
