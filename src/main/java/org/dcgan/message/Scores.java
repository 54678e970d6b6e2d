package org.dcgan.message;

import java.util.List;
import java.util.Objects;

/**
 * How generated images compare with the data set's test images, in the feature space of a judge: a classifier of the data set. The
 * scores that need classes are null if the data set has none.
 *
 * @param frechetDistance between Gaussians fitted to both sets of features, from 0, the less the better (Heusel et al. 2017)
 * @param kernelDistance squared maximum mean discrepancy of the features under a cubic polynomial kernel, unbiased and so around 0
 *     at best, the less the better (Bińkowski et al. 2018)
 * @param inceptionScore exp of the mean divergence of an image's class probabilities from those of all images, from 1 to the number
 *     of classes, the more the better (Salimans et al. 2016, with the judge in Inception's place)
 * @param density how many of the test images' neighbourhoods an image lies in, relative to what real images would, from 0, around 1
 *     at best (Naeem et al. 2020)
 * @param coverage the share of test images in whose neighbourhood a generated image lies, from 0 to 1, the more the better (ibid.)
 * @param confidence mean probability of the class that the judge takes an image for
 * @param classShares the share of images taken for each class
 */
public record Scores(
        double frechetDistance,
        double kernelDistance,
        Double inceptionScore,
        double density,
        double coverage,
        Double confidence,
        List<Double> classShares) {
    public Scores {
        Field.requireAmount("frechetDistance", frechetDistance);
        Field.requireFinite("kernelDistance", kernelDistance);
        if (inceptionScore != null) {
            Field.requireAmount("inceptionScore", inceptionScore);
        }
        Field.requireAmount("density", density);
        Field.requireAmount("coverage", coverage);
        if (confidence != null) {
            Field.requireAmount("confidence", confidence);
        }
        if (classShares != null) {
            requireShares(classShares);
            classShares = List.copyOf(classShares);
        }
    }

    /** Scores of a data set with classes. */
    public Scores(
            double frechetDistance,
            double kernelDistance,
            double inceptionScore,
            double density,
            double coverage,
            double confidence,
            List<Double> classShares) {
        this(
                frechetDistance,
                kernelDistance,
                Double.valueOf(inceptionScore),
                density,
                coverage,
                Double.valueOf(confidence),
                classShares);
    }

    private static void requireShares(List<Double> classShares) {
        if (classShares.isEmpty() || classShares.stream().anyMatch(Objects::isNull)) {
            throw new InvalidMessageException("classShares", classShares, "a list with the share of each class");
        }
        for (int i = 0; i < classShares.size(); i++) {
            Field.requireAmount("classShares[" + i + "]", classShares.get(i));
        }
    }

    /** These scores without those that need classes. */
    public Scores withoutClasses() {
        return new Scores(frechetDistance, kernelDistance, null, density, coverage, null, null);
    }
}
