"""scikit-learn's TF-IDF and logistic regression over the narratives of a file, one a line.

Usage: sklearn_tfidf.py TRAIN LABELS TEST words|both ROUNDS
Prints the seconds of each round of scoring, one a line.
"""
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

train, labels, test, features, rounds = sys.argv[1:]
with open(train, encoding="utf-8") as lines:
    narratives = lines.read().split("\n")[:-1]
with open(labels, encoding="utf-8") as lines:
    truth = [int(line) for line in lines]
with open(test, encoding="utf-8") as lines:
    judged = lines.read().split("\n")[:-1]
words = TfidfVectorizer(ngram_range=(1, 3), min_df=2)
vectorizer = words if features == "words" else make_union(words, TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2))
model = make_pipeline(vectorizer, LogisticRegression(max_iter=200)).fit(narratives, truth)
for _ in range(int(rounds)):
    start = time.perf_counter()
    model.predict_proba(judged)
    print(time.perf_counter() - start, flush=True)
