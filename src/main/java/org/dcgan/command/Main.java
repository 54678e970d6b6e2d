package org.dcgan.command;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Runs the roles of this process until it is told to end. */
@QuarkusMain
public final class Main {
    /** Does not return: the process exits with 0, or with 1 if it could not start. */
    public static void main(String... arguments) {
        Quarkus.run(null, Main::exit, arguments);
    }

    private static void exit(int code, Throwable failure) {
        if (failure != null) {
            StartFailure.report(failure, System.err);
        }
        System.exit(code);
    }
}
