package org.dcgan.trainer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line from a worker to its store, which is cut in the middle of the upload of an object and stays so: to the store, the worker
 * has died.
 */
final class CutLine implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final Pattern UPLOAD = Pattern.compile("PUT /dcgan/(\\S+) HTTP/1\\.1\r\n");

    private final ServerSocket door;
    private final int storePort;
    private final Predicate<String> cutAt;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch cut = new CountDownLatch(1);

    /** @param cutAt whether to cut the line in the upload of the object of this key */
    CutLine(URI store, Predicate<String> cutAt) throws IOException {
        this.storePort = store.getPort();
        this.cutAt = cutAt;
        this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Where the worker reaches the store. */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    boolean isCut() {
        return cut.getCount() == 0;
    }

    void awaitCut() throws InterruptedException {
        cut.await();
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(CutLine::close);
        threads.shutdownNow();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket worker = door.accept();
                open.add(worker);
                threads.execute(() -> serve(worker));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket worker) {
        if (isCut()) {
            close(worker);
            return;
        }
        try {
            Socket store = new Socket(InetAddress.getLoopbackAddress(), storePort);
            open.add(store);
            threads.execute(() -> pass(store, worker, false));
            pass(worker, store, true);
        } catch (IOException e) {
            close(worker);
        }
    }

    private void pass(Socket from, Socket to, boolean uploads) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] piece = new byte[1 << 16];
            for (int length = in.read(piece); length >= 0 && !isCut(); length = in.read(piece)) {
                if (uploads && isCutBy(piece, length)) {
                    out.write(piece, 0, length / 2);
                    cut.countDown();
                    open.forEach(CutLine::close);
                    return;
                }
                out.write(piece, 0, length);
            }
        } catch (IOException e) {
            close(from); // so that the other direction ends too
        } finally {
            close(to);
        }
    }

    /** A client writes the head of a request in one piece. */
    private boolean isCutBy(byte[] piece, int length) {
        Matcher upload = UPLOAD.matcher(new String(piece, 0, length, StandardCharsets.ISO_8859_1));
        return upload.find() && cutAt.test(upload.group(1));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
