"""What an evidence base says of claims: supports, refutes, or not enough information."""

from .building import open_index
from .claims import read_claims
from .index import EvidenceIndex
from .model import Claim, Finding, Passage
from .pair_encoder import PairEncoder, PairScorer
from .table import add_evidence
from .verify import Verifier, verify_claims

__all__ = [
    "Claim",
    "EvidenceIndex",
    "Finding",
    "PairEncoder",
    "PairScorer",
    "Passage",
    "Verifier",
    "add_evidence",
    "open_index",
    "read_claims",
    "verify_claims",
]
