package org.dcgan.trainer;

import org.dcgan.message.Crash;

/** A file about an attempt, on the disk of a machine. The process that wrote it keeps it locked while it lives. */
final class SimulatedEvidence {
    private final SimulatedWorker owner;
    private final int life;
    private final Crash begun;
    private long firstStep;
    private long step;

    /** Evidence of an attempt that has just begun, as the crash that it would be. */
    SimulatedEvidence(SimulatedWorker owner, Crash begun) {
        this.owner = owner;
        this.life = owner.life();
        this.begun = begun;
        this.firstStep = begun.firstStep();
        this.step = begun.step();
    }

    /** The attempt goes on from its newest checkpoint. */
    void resumedAt(int resumed) {
        firstStep = resumed;
        step = resumed;
    }

    void reached(int reached) {
        step = reached;
    }

    boolean isOf(SimulatedWorker worker, int itsLife) {
        return owner == worker && life == itsLife;
    }

    /** Whether a process on the host finds it without its owner. */
    boolean isAbandonedOn(String host) {
        return owner.host.equals(host) && owner.life() != life;
    }

    Crash crash() {
        return new Crash(
                begun.jobId(), begun.attempt(), begun.begun(), firstStep, step, begun.worker(), begun.reason(), null);
    }
}
