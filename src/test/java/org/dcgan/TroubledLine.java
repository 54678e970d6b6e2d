package org.dcgan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The line to an HTTP server on this machine, which passes on what comes, or has a trouble of a kind. */
final class TroubledLine implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int DELAY_MILLIS = 300;

    private final ServerSocket door;
    private final int serverPort;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Trouble trouble = Trouble.NONE;

    /** What is wrong with the line, or with the server at its end. */
    enum Trouble {
        NONE,
        /** Nobody is there. */
        CUT,
        /** Every piece that is sent takes its time. */
        SLOW,
        /** Whatever is asked, the server fails. */
        SERVER_ERROR("500 Internal Server Error"),
        /** Whatever is stored, the server's disk is full. */
        DISK_FULL("507 Insufficient Storage");

        private final String answer;

        Trouble() {
            this(null);
        }

        Trouble(String answer) {
            this.answer = answer;
        }
    }

    TroubledLine(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Where clients reach the line. */
    int port() {
        return door.getLocalPort();
    }

    /** Has the trouble from now on; connections that are open are cut. */
    void set(Trouble next) {
        trouble = next;
        open.forEach(TroubledLine::close);
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(TroubledLine::close);
        threads.shutdownNow();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try {
            if (trouble == Trouble.CUT) {
                return;
            }
            if (trouble.answer != null) {
                answer(client);
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
                open.add(server);
                threads.execute(() -> pass(server, client));
                pass(client, server);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close(client);
        }
    }

    private void answer(Socket client) throws IOException {
        client.getInputStream().read(new byte[1 << 16]);
        client.getOutputStream()
                .write(("HTTP/1.1 " + trouble.answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(US_ASCII));
    }

    private void pass(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] piece = new byte[1 << 16];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                if (trouble == Trouble.SLOW) {
                    Thread.sleep(DELAY_MILLIS);
                }
                out.write(piece, 0, length);
            }
        } catch (IOException | InterruptedException e) {
            close(from); // so that the other direction ends too
        }
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
