package tallystream;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/**
 * Runs one Kafka broker that does not outlive its parent.
 *
 * <p>Arguments: the properties file and the data folder named in it. A data folder that was never
 * formatted is formatted here, in the same JVM, which saves the second that starting another takes.
 */
public final class KafkaBroker {
  private KafkaBroker() {}

  public static void main(String[] arguments) {
    ParentWatch.start();
    String properties = arguments[0];
    Path data = Path.of(arguments[1]);
    // Kafka writes this file last when it formats, so that its presence means a whole format.
    if (!Files.exists(data.resolve("meta.properties"))) format(properties);
    kafka.Kafka.main(new String[] {properties});
  }

  private static void format(String properties) {
    String clusterId = Uuid.randomUuid().toString();
    String[] command = {"format", "--cluster-id", clusterId, "--config", properties};
    int status = kafka.tools.StorageTool.execute(command, System.out);
    if (status != 0) System.exit(status);
  }
}
