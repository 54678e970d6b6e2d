package org.dcgan.console;

import java.util.concurrent.CompletionStage;

/** Sends events to a reader. */
interface EventSink {
    /** Sends bytes; completes when they have been passed to the network, so a slow reader delays it. */
    CompletionStage<Void> write(byte[] bytes);

    /** Ends the response, after everything that was sent. */
    void end();

    /** Closes the connection at once. */
    void cut();
}
