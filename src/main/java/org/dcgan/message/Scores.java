package org.dcgan.message;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How generated images compare with the data set's test images, in the feature space of a judge: a classifier of the data set. The
 * scores that need classes are absent if the data set has none. The annotations say what a score means.
 */
public record Scores(
        @Schema(
                minimum = "0",
                description =
                        "distance between Gaussians fitted to both sets of features, from 0; lower is better (Heusel et al. 2017)")
        double frechetDistance,

        @Schema(
                description =
                        "squared maximum mean discrepancy of the features under a cubic polynomial kernel, unbiased and so around 0 at best; lower is better (Bińkowski et al. 2018)")
        double kernelDistance,

        @Schema(
                minimum = "0",
                description =
                        "exp of the mean divergence of the class probabilities of an image from those of all images, from 1 to the number of classes; higher is better (Salimans et al. 2016, with the judge in the place of Inception)")
        Double inceptionScore,

        @Schema(
                minimum = "0",
                description =
                        "how many neighbourhoods of test images an image lies in, relative to real images, from 0, around 1 at best (Naeem et al. 2020)")
        double density,

        @Schema(
                minimum = "0",
                description =
                        "share of test images with a generated image in their neighbourhood, from 0 to 1; higher is better (Naeem et al. 2020)")
        double coverage,

        @Schema(minimum = "0", description = "mean probability of the class that the judge takes an image for")
        Double confidence,

        @Schema(minItems = 1, minimum = "0", description = "a list with the share of images taken for each class")
        List<Double> classShares) {
    public Scores {
        Limits.check(
                Scores.class,
                frechetDistance,
                kernelDistance,
                inceptionScore,
                density,
                coverage,
                confidence,
                classShares);
        classShares = classShares == null ? null : List.copyOf(classShares);
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

    /** These scores without those that need classes. */
    public Scores withoutClasses() {
        return new Scores(frechetDistance, kernelDistance, null, density, coverage, null, null);
    }
}
