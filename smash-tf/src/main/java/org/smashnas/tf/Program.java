package org.smashnas.tf;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TString;

/** A graph with its session, freed together. */
final class Program implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Program.class);

  private final Graph graph;
  private final Session session;

  Program(ConfigProto config) {
    OneDnn.prefer();
    graph = new Graph();
    session = new Session(graph, config);
  }

  Graph graph() {
    return graph;
  }

  Session session() {
    return session;
  }

  Session.Runner runner() {
    return session.runner();
  }

  /**
   * Makes the program ready for runs that feed all placeholders and fetch what the runner does,
   * which TensorFlow otherwise does in the first of them. It has no call for this, but makes a
   * program ready before it looks at what is fed: text, where no placeholder takes any, ends the
   * run there.
   */
  void prepare(Session.Runner fetching) {
    try (TString text = TString.scalarOf("")) {
      graph
          .operations()
          .forEachRemaining(
              operation -> {
                if (operation.type().equals(Placeholder.OP_NAME)) {
                  fetching.feed(operation.output(0), text);
                }
              });
      fetching.run().close();
    } catch (TensorFlowException | IllegalArgumentException refused) {
      LOG.trace("made ready", refused);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
