package org.dcgan.trainer;

import org.dcgan.message.Crash;

/** A file about an attempt, on the disk of a machine. The process that wrote it keeps it locked while it lives. */
final class SimulatedEvidence {
    private final SimulatedTrainer owner;
    private final int life;
    private final Crash begun;
    private long firstStep;
    private long step;
    /** Whether another attempt was in hand on the machine at the same time. */
    boolean accompanied;
    /** Whether no other attempt may be in hand on the machine. */
    boolean exclusive;

    /** Evidence of an attempt that has just begun, as the crash that it would be. */
    SimulatedEvidence(SimulatedTrainer owner, Crash begun) {
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

    String host() {
        return owner.host;
    }

    boolean isOf(SimulatedTrainer process, int itsLife) {
        return owner == process && life == itsLife;
    }

    /** Whether its process is alive, be it suspended. */
    boolean isAlive() {
        return owner.life() == life;
    }

    Crash crash() {
        return new Crash(
                begun.jobId(),
                begun.attempt(),
                begun.begun(),
                firstStep,
                step,
                !accompanied,
                begun.worker(),
                begun.reason(),
                null);
    }
}
