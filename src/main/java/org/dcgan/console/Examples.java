package org.dcgan.console;

/** Examples of requests and answers, for the OpenAPI document. */
final class Examples {
    static final String SMALL_JOB = "{\"id\":\"mnist-1\",\"epochs\":2,\"limit\":2000}";

    private static final String JOB = """
            {"id":"mnist-1","dataset":"mnist","epochs":2,"batchSize":64,"latentSize":100,"learningRate":2.0E-4,\
            "beta1":0.5,"beta2":0.999,"realLabel":1,"seed":2146152104,"recordEvery":25,"precision":"float32","limit":2000}""";

    static final String QUEUED = """
            {"id":"mnist-1","state":"QUEUED","cancelling":false,"attempt":0,"submittedAt":"2026-01-01T12:00:00Z",\
            "at":"2026-01-01T12:00:00Z","progress":{"epoch":0,"epochs":2,"step":0,"steps":0},"job":""" + JOB + "}";

    private static final String TRAINING = """
            "attempt":1,"worker":"box-4711","submittedAt":"2026-01-01T12:00:00Z","at":"2026-01-01T12:00:01Z",\
            "progress":{"epoch":1,"epochs":2,"step":51,"steps":64,"saveStep":3,"imagesPerSecond":420.5,"secondsLeft":2,\
            "discriminatorLoss":0.71,"generatorLoss":1.94,"realScore":0.78,"fakeScore":0.21},"job":""" + JOB + "}";

    static final String RUNNING = "{\"id\":\"mnist-1\",\"state\":\"RUNNING\",\"cancelling\":false," + TRAINING;

    static final String CANCELLING = "{\"id\":\"mnist-1\",\"state\":\"RUNNING\",\"cancelling\":true," + TRAINING;

    static final String LISTING = "{\"jobs\":[" + RUNNING + "],\"total\":1}";

    static final String WRONG_FIELD = """
            {"type":"about:blank","title":"Bad Request","status":400,\
            "detail":"epochs must be a whole number from 1 to 10000, was 0",\
            "field":"epochs","value":"0","allowed":"a whole number from 1 to 10000"}""";

    static final String LOSS = """
            {"epoch":1,"iteration":0,"step":32,"saveStep":2,"discriminatorLoss":0.71,"generatorLoss":1.94,\
            "realScore":0.78,"fakeScore":0.21,"imagesPerSecond":420.5}""";

    static final String QUALITY = """
            {"jobId":"mnist-1","epoch":1,"step":64,"sha256":"2c26b4","judge":"9f86d0","images":5000,\
            "scores":{"frechetDistance":12.5,"kernelDistance":0.02,"inceptionScore":8.7,"density":0.81,"coverage":0.76,\
            "confidence":0.94,"classShares":[0.1,0.12,0.09,0.1,0.11,0.09,0.1,0.11,0.09,0.09]},\
            "floor":{"frechetDistance":1.6,"kernelDistance":0.01,"inceptionScore":9.8,"density":0.95,"coverage":0.95,\
            "confidence":0.99,"classShares":[0.1,0.11,0.1,0.1,0.1,0.09,0.1,0.11,0.09,0.1]},\
            "at":"2026-01-01T12:00:09Z"}""";

    static final String EVENTS = "event: loss\nid: 42.1337.52\ndata: " + LOSS + "\n\n";

    static final String OBJECTS =
            "[{\"path\":\"job.json\",\"size\":230},{\"path\":\"samples/fake_step_0.png\",\"size\":31415}]";

    static final String DATASET = """
            {"name":"letters","sha256":"9f86d0","training":16383,"test":1817,"classes":[{"name":"A","training":634,"test":66},\
            {"name":"B","training":625,"test":75}],"duplicates":830,"shared":0,"skipped":1,"source":["letters"],\
            "fitting":{"pad":false,"background":255,"invert":true,"transpose":false},\
            "files":[{"name":"preview.png","size":9876,"sha256":"60303a"}],"at":"2026-01-01T12:00:00Z"}""";

    static final String IMPORTED = "{\"dataset\":" + DATASET
            + ",\"skipped\":[{\"path\":\"A/notes.txt\",\"reason\":\"neither a picture nor an IDX file nor a NumPy array\"}]}";

    private Examples() {}
}
