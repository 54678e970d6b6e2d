package org.dcgan.device;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Loads the engine for the roles that compute before any server is started, so that a process without it does not start. */
@Singleton
final class EngineCheck {
    private final boolean trains;
    private final boolean samples;
    private final boolean judges;
    private final ComputeDevice device;

    @Inject
    EngineCheck(
            @ConfigProperty(name = "dcgan.role.trainer") boolean trains,
            @ConfigProperty(name = "dcgan.role.sampler") boolean samples,
            @ConfigProperty(name = "dcgan.role.judge") boolean judges,
            ComputeDevice device) {
        this.trains = trains;
        this.samples = samples;
        this.judges = judges;
        this.device = device;
    }

    void check(@Observes @Priority(0) StartupEvent event) {
        if (trains || samples) {
            device.get();
        } else if (judges) { // which computes on the CPU whatever the device
            ComputeDevice.requireEngine();
        }
    }
}
