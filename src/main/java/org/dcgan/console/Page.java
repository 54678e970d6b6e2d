package org.dcgan.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState.State;

/**
 * A page of a list of jobs.
 *
 * @param jobs the page
 * @param total jobs in all pages
 * @param next the last id of this page; null if it is the last page
 * @param limit the most jobs per page
 */
record Page(List<JobReport> jobs, int total, String next, int limit) {
    private static final int MOST = 500;
    private static final int USUAL = 50;

    /**
     * Makes the page after a job.
     *
     * @param all jobs in any state
     * @param states the states to list
     * @param after id of the last job of the previous page, whose state may have changed since; null for the first page
     */
    static Page of(List<JobReport> all, Set<State> states, String after, int limit) {
        List<JobReport> rest = listed(all.subList(after == null ? 0 : 1 + place(all, after), all.size()), states);
        List<JobReport> jobs = rest.subList(0, Math.min(rest.size(), limit));
        String next = jobs.size() < rest.size() ? jobs.get(jobs.size() - 1).id() : null;
        return new Page(jobs, listed(all, states).size(), next, limit);
    }

    private static List<JobReport> listed(List<JobReport> jobs, Set<State> states) {
        return jobs.stream().filter(job -> states.contains(job.state())).toList();
    }

    private static int place(List<JobReport> all, String id) {
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidMessageException("after", id, "the id of a listed job"));
    }

    /** The states named in a query; all if it names none. */
    static Set<State> states(List<String> names) {
        return names.isEmpty()
                ? EnumSet.allOf(State.class)
                : names.stream().map(Page::state).collect(Collectors.toSet());
    }

    private static State state(String name) {
        return Arrays.stream(State.values())
                .filter(state -> state.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidMessageException("state", name, "one of " + Arrays.toString(State.values())));
    }

    /** The jobs, the newest first, in the order that a query names. */
    static List<JobReport> sorted(List<JobReport> newestFirst, String sort) {
        return switch (sort == null ? "newest" : sort) {
            case "newest" -> newestFirst;
            case "size" ->
                newestFirst.stream()
                        .sorted(Comparator.comparing(JobReport::bytes, Comparator.nullsLast(Comparator.reverseOrder())))
                        .toList();
            default -> throw new InvalidMessageException("sort", sort, "newest or size");
        };
    }

    /** The most jobs of a page, as a query asks for it. */
    static int limit(String text) {
        if (text == null) {
            return USUAL;
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new InvalidMessageException("limit", text, "a whole number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    /** The header Link to the next page. */
    String link(List<String> states, String sort) {
        String filter = states.stream()
                .map(state -> "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        String order = sort == null ? "" : "&sort=" + sort;
        return "</jobs?limit=%d&after=%s%s%s>; rel=\"next\"".formatted(limit, next, filter, order);
    }
}
