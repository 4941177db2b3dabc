package tallystream;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this server when its parent is gone or wants it to, however the parent ended.
 *
 * <p>The parent holds the other end of standard input and never writes to it. The operating system
 * closes that end even when the parent is killed with SIGKILL, so end of file is the one signal that
 * always arrives.
 */
final class ParentWatch {
  /** An orderly stop takes about a second; after this one the server is taken for stuck. */
  private static final long DEADLINE_MS = Long.getLong("tally.stop.deadline.ms", 6_000);

  private ParentWatch() {}

  static void start() {
    startDaemon("parent-watch", ParentWatch::exitAtEndOfInput);
  }

  private static void exitAtEndOfInput() {
    waitForEndOfInput(System.in);
    startDaemon("parent-watch-deadline", ParentWatch::haltAtDeadline);
    System.exit(0);
  }

  private static void waitForEndOfInput(InputStream input) {
    try {
      while (input.read() >= 0) {
        // Nothing is ever sent; whatever comes is ignored.
      }
    } catch (IOException error) {
      // A pipe that cannot be read any more has no parent behind it either.
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
