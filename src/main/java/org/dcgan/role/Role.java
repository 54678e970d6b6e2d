package org.dcgan.role;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.dcgan.process.StartRefusedException;

/** A part of the pipeline that a process can play. */
public enum Role {
    /** Takes jobs and trains them. */
    TRAINER(112),
    /** Serves images of the current generator. */
    SAMPLER(16),
    /** Exposes losses and states as Prometheus metrics. */
    METRICS(8),
    /** Submits, cancels and shows jobs. */
    CONSOLE(16),
    /** Judges the quality of checkpoints. */
    JUDGE(24);

    private final int leastHeap;

    Role(int leastHeap) {
        this.leastHeap = leastHeap;
    }

    /**
     * Reads a comma-separated list such as {@code trainer, sampler}.
     *
     * @throws StartRefusedException if the list is empty or names a role that does not exist
     */
    static Set<Role> parseList(String list) {
        if (list.isBlank()) {
            throw new StartRefusedException("dcgan.roles is empty: it takes " + allowed());
        }
        return Arrays.stream(list.split(",", -1))
                .map(name -> parse(name.strip(), list))
                .collect(toCollection(() -> EnumSet.noneOf(Role.class)));
    }

    private static Role parse(String name, String list) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new StartRefusedException(
                        "dcgan.roles is '%s', but '%s' is not a role: it takes %s".formatted(list, name, allowed())));
    }

    /** The heap that it needs in addition to the application's own, in MiB. */
    int leastHeap() {
        return leastHeap;
    }

    /** The name in configuration: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String allowed() {
        return Arrays.stream(values()).map(Role::label).collect(joining(", ", "a comma-separated list of ", "."));
    }
}
