package tallystream;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this server when its parent says so or is gone, however the parent ended.
 *
 * <p>The parent holds the other end of standard input. One byte is its request to stop in order. The
 * operating system closes that end even when the parent is killed with SIGKILL, so end of file is
 * the one signal that always arrives.
 */
final class ParentWatch {
  /** An orderly stop takes about a second; after this one the server is taken for stuck. */
  private static final long DEADLINE_MS = 6_000;

  private ParentWatch() {}

  /**
   * @param shutdownHook the name of the thread in which the server closes itself.
   */
  static void start(String shutdownHook) {
    startDaemon("parent-watch", () -> exitWithParent(shutdownHook));
  }

  private static void exitWithParent(String shutdownHook) {
    boolean isRequested = waitForParent(System.in);
    startDaemon("parent-watch-deadline", ParentWatch::haltAtDeadline);
    // A JVM may archive its classes when it exits, for seconds. Nobody waits for an orphan's.
    if (!isRequested) killAfter(shutdownHook);
    System.exit(0);
  }

  private static boolean waitForParent(InputStream input) {
    try {
      return input.read() >= 0;
    } catch (IOException error) {
      // A pipe that cannot be read any more has no parent behind it either.
      return false;
    }
  }

  private static void killAfter(String shutdownHook) {
    Thread last =
        new Thread(
            () -> {
              joinIfThere(shutdownHook);
              killThisProcess();
            },
            "parent-watch-kill");
    Runtime.getRuntime().addShutdownHook(last);
  }

  /** Even {@code halt} would archive first. */
  private static void killThisProcess() {
    long self = ProcessHandle.current().pid();
    try {
      new ProcessBuilder("sh", "-c", "kill -KILL " + self).start();
    } catch (IOException error) {
      // Without a shell it ends a few seconds later.
    }
  }

  /** All shutdown hooks run at the same time, in an order that nobody promises. */
  private static void joinIfThere(String name) {
    try {
      for (int tries = 0; tries < 10; tries++) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
          if (!thread.getName().equals(name)) continue;
          thread.join();
          return;
        }
        Thread.sleep(20);
      }
    } catch (InterruptedException error) {
      // Nobody interrupts this thread; if somebody does, it has waited long enough.
    }
  }

  private static void haltAtDeadline() {
    try {
      Thread.sleep(DEADLINE_MS);
    } catch (InterruptedException error) {
      // Nobody interrupts this thread; if somebody does, the deadline is now.
    }
    Runtime.getRuntime().halt(1);
  }

  private static void startDaemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
