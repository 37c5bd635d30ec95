//! Compares what was published with what was approved (上线比对): the same picture, a copy of it, or an altered one.
