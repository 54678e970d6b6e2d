package org.dcgan.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A model of {@link AttemptFiles} on the disks of all machines. */
final class SimulatedDisks {
    private final List<SimulatedEvidence> files = new ArrayList<>();

    /** Leaves a file, unless another attempt on its machine must run alone. */
    boolean begin(SimulatedEvidence file, boolean alone) {
        List<SimulatedEvidence> others = alive(file.host()).toList();
        if (others.stream().anyMatch(other -> other.exclusive)) {
            return false;
        }
        file.accompanied = !others.isEmpty();
        file.exclusive = alone;
        others.forEach(other -> other.accompanied = true);
        files.add(file);
        return true;
    }

    /** Whether the attempt may go on: one that must run alone may not before every other has ended. */
    boolean mayTrain(SimulatedEvidence file) {
        if (file.exclusive && alive(file.host()).allMatch(file::equals)) {
            file.accompanied = false;
            return true;
        }
        return !file.exclusive;
    }

    /** Whether an attempt on the machine must run alone. */
    boolean isTaken(String host) {
        return alive(host).anyMatch(file -> file.exclusive);
    }

    /** Whether another attempt on the machine must run alone. */
    boolean isInTheWay(SimulatedEvidence file) {
        return alive(file.host()).anyMatch(other -> other != file && other.exclusive);
    }

    /** The files that a process on a machine finds without their owners. */
    List<SimulatedEvidence> abandonedOn(String host) {
        return on(host).filter(file -> !file.isAlive()).toList();
    }

    /** The attempt has got further. */
    void admitOthers(SimulatedEvidence file) {
        file.exclusive = false;
    }

    boolean contains(SimulatedEvidence file) {
        return files.contains(file);
    }

    void remove(SimulatedEvidence file) {
        files.remove(file);
    }

    /** The disk of a process is gone. */
    List<SimulatedEvidence> lose(SimulatedTrainer process) {
        List<SimulatedEvidence> lost = of(process).toList();
        files.removeAll(lost);
        return lost;
    }

    /** The files of a process. */
    Stream<SimulatedEvidence> of(SimulatedTrainer process) {
        return files.stream().filter(file -> file.isOf(process, process.life()));
    }

    private Stream<SimulatedEvidence> alive(String host) {
        return on(host).filter(SimulatedEvidence::isAlive);
    }

    private Stream<SimulatedEvidence> on(String host) {
        return files.stream().filter(file -> file.host().equals(host));
    }
}
