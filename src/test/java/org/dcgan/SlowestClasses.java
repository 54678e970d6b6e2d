package org.dcgan;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints the ten slowest test classes at the end of a run, with their seconds from the first set-up to the last clean-up. */
public final class SlowestClasses implements TestExecutionListener {
    private static final int PRINTED = 10;

    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final Map<String, Long> nanoseconds = new ConcurrentHashMap<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        if (isTopLevelClass(test)) {
            started.put(test.getUniqueId(), System.nanoTime());
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (isTopLevelClass(test)) {
            nanoseconds.put(test.getDisplayName(), System.nanoTime() - started.get(test.getUniqueId()));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (nanoseconds.size() < 2) {
            return;
        }
        System.out.println("The slowest test classes, in seconds:");
        nanoseconds.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(PRINTED)
                .forEach(entry -> System.out.printf(
                        "%6d %s%n", TimeUnit.NANOSECONDS.toSeconds(entry.getValue()), entry.getKey()));
    }

    /** A class whose parent is the engine, not another class. */
    private static boolean isTopLevelClass(TestIdentifier test) {
        boolean isNested = test.getUniqueIdObject().getSegments().size() > 2;
        return !isNested
                && test.getSource().filter(ClassSource.class::isInstance).isPresent();
    }
}
