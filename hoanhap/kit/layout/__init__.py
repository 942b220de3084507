"""The layout of official documents (Decree 30/2020/NĐ-CP, Appendix I), whatever they say: as Word file and as PDF."""
