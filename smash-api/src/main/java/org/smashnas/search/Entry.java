package org.smashnas.search;

/**
 * A proposal and its place in the search.
 *
 * @param number of the trial to be
 * @param stage from 0
 * @param generation of the stage, from 0
 * @param proposal what is proposed
 */
record Entry<A>(long number, int stage, long generation, Proposal<A> proposal) {}
