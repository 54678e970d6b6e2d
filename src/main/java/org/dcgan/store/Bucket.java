package org.dcgan.store;

import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.ObjectWriteResponse;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.DeleteError;
import io.minio.messages.DeleteObject;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** Sends the store's requests to one bucket, through the S3 client. */
record Bucket(MinioClient client, String name) {
    private static final long SMALLEST_PART = 5 << 20;
    /** Larger files are uploaded in parts of this size, because the embedded server keeps each part in memory. */
    private static final long PART_OF_A_FILE = 16 << 20;

    /** Creates the client for the configured bucket, without sending a request. */
    static Bucket of(StoreConfig config) {
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .connectTimeout(config.connectTimeout())
                .readTimeout(config.transferTimeout())
                .writeTimeout(config.transferTimeout());
        config.ca()
                .map(Authorities::andThePlatforms)
                .ifPresent(trusted -> http.sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager()));
        MinioClient.Builder builder = MinioClient.builder()
                .endpoint(config.endpoint().orElseThrow().toString())
                .region(config.region())
                .httpClient(http.build(), true);
        config.accessKey()
                .ifPresent(key -> builder.credentials(key, config.secretKey().orElse("")));
        return new Bucket(builder.build(), config.bucket());
    }

    void createIfMissing() throws Exception {
        if (!client.bucketExists(BucketExistsArgs.builder().bucket(name).build())) {
            try {
                client.makeBucket(MakeBucketArgs.builder().bucket(name).build());
            } catch (ErrorResponseException e) {
                if (!e.errorResponse().code().equals("BucketAlreadyOwnedByYou")) { // another process was faster
                    throw e;
                }
            }
        }
    }

    ObjectWriteResponse put(String key, byte[] bytes, String contentType) throws Exception {
        return put(key, bytes, contentType, Map.of());
    }

    /** Fails if the object has another entity tag; or, if none is given, if there is an object. */
    ObjectWriteResponse putIf(String key, Optional<String> etag, byte[] bytes, String contentType) throws Exception {
        return put(key, bytes, contentType, etag.map(Bucket::match).orElse(Map.of("If-None-Match", "*")));
    }

    /** Empty if the server has no tags, or weak ones, which match nothing. */
    private static Map<String, String> match(String etag) {
        return etag.isEmpty() || etag.startsWith("W/") ? Map.of() : Map.of("If-Match", '"' + etag + '"');
    }

    private ObjectWriteResponse put(String key, byte[] bytes, String contentType, Map<String, String> headers)
            throws Exception {
        return client.putObject(
                PutObjectArgs.builder().bucket(name).object(key).contentType(contentType).extraHeaders(headers).stream(
                                new ByteArrayInputStream(bytes), bytes.length, onePart(bytes.length))
                        .build());
    }

    ObjectWriteResponse put(String key, Path file, String contentType) throws Exception {
        return client.uploadObject(UploadObjectArgs.builder()
                .bucket(name)
                .object(key)
                .filename(file.toString(), PART_OF_A_FILE)
                .contentType(contentType)
                .build());
    }

    /** The size of a part that holds it all: the entity tag is then the MD5 of the bytes. */
    private static long onePart(long size) {
        return Math.max(size, SMALLEST_PART);
    }

    GetObjectResponse get(String key) throws Exception {
        return client.getObject(GetObjectArgs.builder().bucket(name).object(key).build());
    }

    GetObjectResponse get(String key, String range) throws Exception {
        return client.getObject(GetObjectArgs.builder()
                .bucket(name)
                .object(key)
                .extraHeaders(Map.of("Range", range))
                .build());
    }

    StatObjectResponse stat(String key) throws Exception {
        return client.statObject(
                StatObjectArgs.builder().bucket(name).object(key).build());
    }

    Iterable<Result<Item>> list(String prefix) {
        return client.listObjects(ListObjectsArgs.builder()
                .bucket(name)
                .prefix(prefix)
                .recursive(true)
                .build());
    }

    /** Objects and folders directly under a prefix that ends in a slash. */
    Iterable<Result<Item>> children(String prefix) {
        return client.listObjects(ListObjectsArgs.builder()
                .bucket(name)
                .prefix(prefix)
                .recursive(false)
                .build());
    }

    /** Copies within the server, without downloading the bytes. */
    void copy(String from, String to) throws Exception {
        client.copyObject(CopyObjectArgs.builder()
                .bucket(name)
                .object(to)
                .source(CopySource.builder().bucket(name).object(from).build())
                .build());
    }

    /** Sends one request per thousand keys, as the results are read. */
    Iterable<Result<DeleteError>> removeAll(List<String> keys) {
        return client.removeObjects(RemoveObjectsArgs.builder()
                .bucket(name)
                .objects(keys.stream().map(DeleteObject::new).toList())
                .build());
    }

    void remove(String key) throws Exception {
        client.removeObject(RemoveObjectArgs.builder().bucket(name).object(key).build());
    }
}
