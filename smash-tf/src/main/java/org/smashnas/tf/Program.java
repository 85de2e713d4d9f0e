package org.smashnas.tf;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;

/** A graph with its session, freed together. */
final class Program implements AutoCloseable {
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

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
