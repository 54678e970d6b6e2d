package org.dcgan.store;

import io.minio.GetObjectResponse;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.DeleteError;
import io.minio.messages.Item;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import okhttp3.Headers;

/**
 * Bytes by key, in one bucket of an S3 server.
 *
 * <p>It connects at its first use, because an embedded server may start later; then it also creates a missing bucket. A missing
 * object is an empty {@link Optional}; every other failure is a {@link StoreException}. Thread-safe.
 */
@Singleton
public final class ObjectStore {
    private final Provider<StoreConfig> config;
    private Bucket bucket;
    private volatile boolean isThere;

    private interface Request<T> {
        T send(Bucket bucket) throws Exception;
    }

    /** @param config asked at the first use */
    @Inject
    public ObjectStore(Provider<StoreConfig> config) {
        this.config = config;
    }

    /** Stores an object, or replaces it. */
    public void put(String key, byte[] bytes, String contentType) {
        send("write", key, to -> to.put(key, bytes, contentType));
    }

    /** Writes the content of an object to a stream. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Stores or replaces an object that may be large, through a temporary file. Exceptions of the content are rethrown unchanged.
     *
     * @throws StoreException also if the file cannot be written
     */
    public void put(String key, String contentType, Content content) {
        try {
            Path file = Files.createTempFile("dcgan", ".object");
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                    content.writeTo(out);
                }
                put(key, file, contentType);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new StoreException("write", key + " to a temporary file", e);
        }
    }

    /** Stores the bytes of a file as an object, or replaces it. */
    public void put(String key, Path file, String contentType) {
        send("write", key, to -> to.put(key, file, contentType));
    }

    /** All bytes of an object. */
    public Optional<byte[]> get(String key) {
        return getTagged(key).map(TaggedBytes::bytes);
    }

    /** All bytes of an object, with the tag for {@link #putIfUnchanged}. */
    public Optional<TaggedBytes> getTagged(String key) {
        return find("read", key, from -> {
            try (GetObjectResponse response = from.get(key)) {
                return new TaggedBytes(ObjectStat.of(response.headers()).etag(), response.readAllBytes());
            }
        });
    }

    /**
     * Stores an object, unless another process has changed it. Stores without conditional writes always replace it.
     *
     * @param etag its tag when it was read; empty if it did not exist
     * @return false if it has been changed, and was not stored
     */
    public boolean putIfUnchanged(String key, Optional<String> etag, byte[] bytes, String contentType) {
        return send("write", key, to -> {
            try {
                to.putIf(key, etag, bytes, contentType);
                return true;
            } catch (ErrorResponseException e) {
                switch (e.errorResponse().code()) {
                    case "PreconditionFailed", "ConditionalRequestConflict" -> {
                        return false;
                    }
                    case "NotImplemented" -> {
                        to.put(key, bytes, contentType);
                        return true;
                    }
                    default -> throw e;
                }
            }
        });
    }

    /** Opens an object for reading; the caller closes it. */
    public Optional<ObjectContent> open(String key) {
        return find("open", key, from -> content(from.get(key)));
    }

    /**
     * Opens a range of an object for reading; the caller closes it.
     *
     * @param range as in the header {@code Range}, such as {@code bytes=0-99}, {@code bytes=100-} or {@code bytes=-100}
     * @throws UnsatisfiableRangeException if the object has no bytes in the range
     */
    public Optional<ObjectContent> open(String key, String range) {
        return find("open", key, from -> {
            try {
                return content(from.get(key, range));
            } catch (ErrorResponseException e) {
                if (e.errorResponse().code().equals("InvalidRange")) {
                    throw new UnsatisfiableRangeException(key, range);
                }
                throw e;
            }
        });
    }

    /** Describes an object without reading it. */
    public Optional<ObjectStat> stat(String key) {
        return find("describe", key, from -> ObjectStat.of(from.stat(key).headers()));
    }

    /**
     * The objects whose keys start with a prefix, in the keys' order. The listing is fetched page by page as the stream is
     * read, so reading it can also throw a {@link StoreException}.
     */
    public Stream<ObjectEntry> list(String prefix) {
        Iterable<Result<Item>> results = send("list", prefix, from -> from.list(prefix));
        return StreamSupport.stream(results.spliterator(), false).map(result -> entry(prefix, result));
    }

    /** The folders directly under a prefix that ends in a slash, each with its own slash at the end. */
    public List<String> folders(String prefix) {
        return send("list", prefix, from -> {
            List<String> folders = new ArrayList<>();
            for (Result<Item> child : from.children(prefix)) {
                if (child.get().isDir()) {
                    folders.add(child.get().objectName());
                }
            }
            return folders;
        });
    }

    /** Removes an object, if it exists. */
    public void delete(String key) {
        send("delete", key, from -> {
            from.remove(key);
            return null;
        });
    }

    /** Removes objects, a thousand per request; missing ones are ignored. */
    public void deleteAll(List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        send("delete", keys.get(0) + " and others", from -> {
            for (Result<DeleteError> refused : from.removeAll(keys)) {
                throw new IOException(
                        refused.get().objectName() + ": " + refused.get().message());
            }
            return null;
        });
    }

    /**
     * Copies an object within the store.
     *
     * @return false if it does not exist
     */
    public boolean copy(String from, String to) {
        return find("copy", from, within -> {
                    within.copy(from, to);
                    return to;
                })
                .isPresent();
    }

    void close(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(5_000) @BeforeDestroyed(ApplicationScoped.class)
                    Object event) {
        close();
    }

    /** Closes its connections. An embedded server, which stops after this, waits a second for open connections. */
    public synchronized void close() {
        try {
            if (bucket != null) {
                bucket.client().close();
            }
        } catch (Exception e) {
            throw failure("close", "the connections", e);
        }
    }

    private static ObjectContent content(GetObjectResponse response) {
        Headers headers = response.headers();
        long length = Long.parseLong(headers.get("Content-Length"));
        Optional<String> range = Optional.ofNullable(headers.get("Content-Range"));
        return new ObjectContent(ObjectStat.of(headers), range, length, response);
    }

    private static ObjectEntry entry(String prefix, Result<Item> result) {
        try {
            Item item = result.get();
            String etag = Optional.ofNullable(item.etag()).orElse("").replace("\"", "");
            return new ObjectEntry(item.objectName(), item.size(), etag);
        } catch (Exception e) {
            throw failure("list", prefix, e);
        }
    }

    private <T> Optional<T> find(String operation, String key, Request<T> request) {
        return send(operation, key, to -> {
            try {
                return Optional.of(request.send(to));
            } catch (ErrorResponseException e) {
                if (e.errorResponse().code().equals("NoSuchKey")) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private <T> T send(String operation, String key, Request<T> request) {
        try {
            Bucket to = bucket();
            if (!isThere) { // checked outside the lock, so that no thread waits for another's response
                to.createIfMissing();
                isThere = true;
            }
            return request.send(to);
        } catch (UnsatisfiableRangeException e) {
            throw e;
        } catch (Exception e) {
            throw failure(operation, key, e);
        }
    }

    private synchronized Bucket bucket() {
        if (bucket == null) {
            bucket = Bucket.of(config.get());
        }
        return bucket;
    }

    private static StoreException failure(String operation, String key, Exception e) {
        if (e.getCause() instanceof InterruptedException) {
            Thread.currentThread().interrupt(); // the client clears the flag
        }
        throwIfError(e);
        return new StoreException(operation, key, e);
    }

    /** The client reports an {@link Error} of its threads, such as OutOfMemoryError, as if the store had not answered. */
    private static void throwIfError(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure.getCause() != null) {
            throwIfError(failure.getCause());
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            throwIfError(suppressed);
        }
    }
}
