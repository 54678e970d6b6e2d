package org.dcgan.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The files under the given paths: folders, archives and single files. Keeps archives open until it is closed. */
final class Sources implements AutoCloseable {
    private static final int ARCHIVE = 'P' << 8 | 'K';

    /** Each is an open file. */
    private static final int MAX_ARCHIVES = 100;

    private final List<Path> given;
    private final List<ZipSource> archives = new ArrayList<>();

    /** @throws NoSuchFileException if one is not there */
    Sources(List<Path> given) throws IOException {
        for (Path path : given) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
        }
        this.given = given;
    }

    /**
     * Shows every file. Links within folders are not followed.
     *
     * @throws RefusedImportException if an archive that was given cannot be read
     */
    void forEach(SourceVisitor visitor) throws IOException {
        for (int root = 0; root < given.size(); root++) {
            Path path = given.get(root);
            if (Files.isDirectory(path)) {
                Files.walkFileTree(path.toRealPath(), new Folder(root, path.toRealPath(), visitor));
            } else if (isArchive(path)) {
                try {
                    archive(path).forEach(root, "", visitor);
                } catch (UnreadableFileException e) {
                    throw new RefusedImportException(path.getFileName() + " is " + e.getMessage(), e);
                }
            } else {
                visitor.visit(
                        new SourceFile(given.size(), path.getFileName().toString(), () -> Files.newInputStream(path)));
            }
        }
    }

    private ZipSource archive(Path path) throws IOException {
        if (archives.size() == MAX_ARCHIVES) {
            throw new UnreadableFileException("an archive beyond the first " + MAX_ARCHIVES);
        }
        ZipSource archive = new ZipSource(path);
        archives.add(archive);
        return archive;
    }

    private static boolean isArchive(Path path) throws IOException {
        if (!Files.isRegularFile(path)) { // a pipe can be read only once
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return (in.read() << Byte.SIZE | in.read()) == ARCHIVE;
        }
    }

    @Override
    public void close() throws IOException {
        for (ZipSource archive : archives) {
            archive.close();
        }
    }

    private final class Folder extends SimpleFileVisitor<Path> {
        private final int root;
        private final Path top;
        private final SourceVisitor visitor;

        Folder(int root, Path top, SourceVisitor visitor) {
            this.root = root;
            this.top = top;
            this.visitor = visitor;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String path = path(file);
            SourceFile source = new SourceFile(root, path, () -> Files.newInputStream(file));
            if (source.isHidden()) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.isSymbolicLink()) {
                visitor.skip(path, "a link");
            } else if (!attributes.isRegularFile()) {
                visitor.skip(path, "not a regular file");
            } else if (path.endsWith(".npz") && Files.isReadable(file) && isArchive(file)) {
                visitArrays(file, path);
            } else {
                visitor.visit(source);
            }
            return FileVisitResult.CONTINUE;
        }

        private void visitArrays(Path file, String path) throws IOException {
            try {
                archive(file).forEach(root, path + "/", visitor);
            } catch (UnreadableFileException e) {
                visitor.skip(path, e.getMessage());
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            visitor.skip(path(file), "it cannot be read (" + failure.getClass().getSimpleName() + ")");
            return FileVisitResult.CONTINUE;
        }

        private String path(Path file) {
            return top.relativize(file).toString().replace('\\', '/');
        }
    }
}
