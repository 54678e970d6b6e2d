package org.dcgan.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * The notebook's figure of a training: the discriminator's loss over the generator's, against the number of the recorded
 * step. Each has a scale of its own. A loss that is not a finite number leaves a gap in its line.
 */
public final class LossPlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 700;
    /** A line of fewer points also shows them, so that a single one is seen. */
    private static final int FEW_POINTS = 40;

    /** So that a constant loss does not get a scale of equal numbers. */
    private static final double LEAST_RANGE = 0.01;

    static {
        Headless.ensure();
    }

    private LossPlot() {}

    /**
     * Draws the losses recorded so far, none to many thousands, as a PNG of 900×700 pixels. Equal losses give equal bytes on a
     * machine; another one may have other fonts.
     */
    public static byte[] png(float[] discriminatorLosses, float[] generatorLosses) {
        NumberAxis steps = axis("Train step");
        steps.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        CombinedDomainXYPlot plots = new CombinedDomainXYPlot(steps);
        plots.setGap(24);
        plots.add(plot("Disc. loss", discriminatorLosses));
        plots.add(plot("Gen. loss", generatorLosses));
        JFreeChart chart = new JFreeChart(null, null, plots, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(16, 12, 12, 24));
        BufferedImage image = chart.createBufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR, null);
        byte[] samples = (byte[]) image.getRaster().getDataElements(0, 0, WIDTH, HEIGHT, null); // red, green, blue
        return Png.encode(WIDTH, HEIGHT, Png.Colours.RED_GREEN_BLUE, samples);
    }

    private static XYPlot plot(String name, float[] losses) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, losses.length < FEW_POINTS);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesPaint(0, new Color(0x1f77b4));
        renderer.setSeriesShape(0, new Ellipse2D.Double(-3, -3, 6, 6));
        renderer.setSeriesStroke(0, new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        NumberAxis scale = axis(name);
        scale.setAutoRangeMinimumSize(LEAST_RANGE);
        XYPlot plot = new XYPlot(new XYSeriesCollection(series(name, losses)), null, scale, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlinePaint(Color.GRAY);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        return plot;
    }

    private static NumberAxis axis(String name) {
        NumberAxis axis = new NumberAxis(name);
        axis.setAutoRangeIncludesZero(false);
        axis.setAutoRangeStickyZero(false);
        axis.setLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        axis.setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        // the same figure whatever the language of the machine
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }

    private static XYSeries series(String name, float[] losses) {
        XYSeries series = new XYSeries(name, false);
        int most = 4 * WIDTH;
        IntStream steps = losses.length <= most
                ? IntStream.range(0, losses.length)
                : IntStream.range(0, WIDTH)
                        .flatMap(column -> outline(losses, start(losses, column), start(losses, column + 1)));
        steps.forEach(step -> series.add(step, Float.isFinite(losses[step]) ? losses[step] : Double.NaN, false));
        return series;
    }

    /** The first step of those that share a column of pixels. */
    private static int start(float[] losses, int column) {
        return (int) ((long) losses.length * column / WIDTH);
    }

    /** The first, the lowest, the highest and the last of some neighbours, in their order: within a column, they draw the same line. */
    private static IntStream outline(float[] losses, int from, int to) {
        int lowest = from;
        int highest = from;
        for (int step = from; step < to; step++) {
            if (Float.isFinite(losses[step])) {
                lowest = Float.isFinite(losses[lowest]) && losses[lowest] <= losses[step] ? lowest : step;
                highest = Float.isFinite(losses[highest]) && losses[highest] >= losses[step] ? highest : step;
            }
        }
        return IntStream.of(from, lowest, highest, to - 1).sorted().distinct();
    }
}
