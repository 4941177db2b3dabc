package tallystream;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one Elasticsearch node that does not outlive its parent.
 *
 * <p>Arguments: the configuration folder (elasticsearch.yml, log4j2.properties), then settings as
 * {@code name=value}. The server's own command line is not among the published jars; this does what
 * remains of it for a node without security, keystore and native controller.
 */
public final class ElasticNode {
  private ElasticNode() {}

  public static void main(String[] arguments) {
    ParentWatch.start();
    try {
      run(Path.of(arguments[0]), toSettings(arguments));
    } catch (Throwable error) {
      error.printStackTrace();
      System.exit(1);
    }
  }

  private static Map<String, String> toSettings(String[] arguments) {
    Map<String, String> settings = new HashMap<>();
    for (int index = 1; index < arguments.length; index++) {
      String[] pair = arguments[index].split("=", 2);
      settings.put(pair[0], pair[1]);
    }
    return settings;
  }

  private static void run(Path configuration, Map<String, String> settings) throws Exception {
    LogConfigurator.registerErrorListener();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(
            Settings.EMPTY, settings, configuration.toAbsolutePath(), () -> "embedded");
    LogConfigurator.setNodeName("embedded");
    LogConfigurator.configure(environment, false);
    Node node = new Node(environment, loadModules(environment));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "node-close"));
    node.start();
    // The node's own threads are daemons: without this one the process would end here.
    Thread.currentThread().join();
  }

  private static PluginsLoader loadModules(Environment environment) {
    // Without module layers, because the server itself is on the class path.
    return PluginsLoader.createPluginsLoader(
        PluginsLoader.loadModulesBundles(environment.modulesDir()),
        PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
        Map.of(),
        false);
  }

  private static void close(Node node) {
    try {
      node.prepareForClose();
      node.close();
    } catch (Exception error) {
      error.printStackTrace();
    }
  }
}
