"""The same assessment for a whole country: the kernels of airshed, carried by Apache Spark."""
