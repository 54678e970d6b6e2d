package org.dcgan.console;

import java.util.concurrent.CompletionStage;

/** Where a reader's events go. */
interface EventSink {
    /** Sends bytes; completes when they have left for the reader's machine, which takes what it will take. */
    CompletionStage<Void> write(byte[] bytes);

    /** Ends the answer, after what was sent. */
    void end();

    /** Ends the connection, whatever was sent. */
    void cut();
}
