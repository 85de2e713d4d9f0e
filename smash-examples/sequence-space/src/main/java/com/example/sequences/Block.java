package com.example.sequences;

/**
 * A convolution over time, a norm, a nonlinearity and perhaps a pool.
 *
 * @param kernel the kernel's length
 * @param dilation the distance between the steps that the kernel reads
 * @param channels outputs
 * @param pool whether the sequence is halved at the end
 */
public record Block(int kernel, int dilation, int channels, boolean pool) {}
