package org.dcgan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The line to an HTTP server on this machine, which counts the requests that it passes on, and can be cut. */
public final class CountingLine implements AutoCloseable {
    private static final String END_OF_A_REQUEST_LINE = " HTTP/1.1\r\n";

    private final ServerSocket door;
    private final int serverPort;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int cut = Integer.MAX_VALUE;

    public CountingLine(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Where clients reach the line. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** How many requests an action makes. */
    public int count(Runnable action) {
        int before = requests.get();
        action.run();
        return requests.get() - before;
    }

    /** Passes on so many more requests, and none after them: to the server it is as if the client had been killed then. */
    public void cutAfter(int more) {
        cut = requests.get() + more;
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                threads.execute(() -> pass(client, server, true));
                threads.execute(() -> pass(server, client, false));
            } catch (IOException e) {
                return; // the line is closed
            }
        }
    }

    private void pass(Socket from, Socket to, boolean isCounted) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 16];
            String end = "";
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (isCounted) {
                    String text = end + new String(bytes, 0, read, ISO_8859_1);
                    requests.addAndGet(text.split(END_OF_A_REQUEST_LINE, -1).length - 1);
                    if (requests.get() > cut) {
                        return;
                    }
                    end = text.substring(Math.max(0, text.length() - END_OF_A_REQUEST_LINE.length() + 1));
                }
                out.write(bytes, 0, read);
            }
        } catch (IOException e) {
            // one of the two has closed its end
        }
    }
}
