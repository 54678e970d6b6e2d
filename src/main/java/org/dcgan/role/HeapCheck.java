package org.dcgan.role;

import static java.util.stream.Collectors.joining;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import org.dcgan.process.HeapSize;
import org.eclipse.microprofile.config.Config;

/** Refuses to start if the heap is too small for the roles and embedded servers of the process. */
@Singleton
final class HeapCheck {
    /** The heap of the application itself, in MiB. */
    private static final int APPLICATION = 40;

    private static final int EMBEDDED_KAFKA = 16;
    private static final int EMBEDDED_S3 = 16;

    private final Set<Role> roles;
    private final boolean isKafkaEmbedded;
    private final boolean isS3Embedded;

    @Inject
    HeapCheck(Config config) {
        this.roles = Role.parseList(config.getValue("dcgan.roles", String.class));
        this.isKafkaEmbedded = config.getConfigValue("kafka.bootstrap.servers").getValue() == null;
        this.isS3Embedded = config.getConfigValue("dcgan.s3.endpoint").getValue() == null;
    }

    /** Before the engine is loaded and servers are started. */
    void check(@Observes @Priority(-1) StartupEvent event) {
        String played = roles.stream().map(Role::label).collect(joining(", "));
        HeapSize.require(
                least(roles, isKafkaEmbedded, isS3Embedded),
                "A process that plays " + played + (isKafkaEmbedded || isS3Embedded ? " with embedded servers" : ""));
    }

    /** The least heap that a process works with, in MiB. */
    static int least(Set<Role> roles, boolean isKafkaEmbedded, boolean isS3Embedded) {
        return APPLICATION
                + roles.stream().mapToInt(Role::leastHeap).sum()
                + (isKafkaEmbedded ? EMBEDDED_KAFKA : 0)
                + (isS3Embedded ? EMBEDDED_S3 : 0);
    }
}
