"""Times what others give, on the narratives of a file, in seconds of processor. Prints one line "name<TAB>narratives<TAB>seconds" each.

Arguments: folder with train.txt and test.txt (one narrative a line; train.txt has "__label__0 " or "__label__1 " in front).
A contender that is not installed is printed with seconds "missing".
"""

import os
import resource
import shutil
import subprocess
import sys
import time

folder = sys.argv[1]


def lines(name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read().split("\n")[:-1]


def sklearn_contenders():
    names = ["scikit-learn TF-IDF words", "scikit-learn TF-IDF words and characters"]
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union
    except ImportError:
        for name in names:
            print(f"{name}\t0\tmissing")
        return
    train = [line.split(" ", 1) for line in lines("train.txt")]
    test = lines("test.txt")[:2000]
    words = TfidfVectorizer(ngram_range=(1, 3))
    both = make_union(TfidfVectorizer(ngram_range=(1, 3)), TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)))
    for name, features in zip(names, [words, both]):
        model = make_pipeline(features, LogisticRegression(max_iter=200))
        model.fit([text for _, text in train], [label for label, _ in train])
        before = time.process_time()
        model.predict_proba(test)
        print(f"{name}\t{len(test)}\t{time.process_time() - before:.4f}")


def fasttext_contender():
    name = "fastText, words and characters"
    program = shutil.which("fasttext")
    if program is None:
        print(f"{name}\t0\tmissing")
        return
    model = os.path.join(folder, "fasttext")
    test = os.path.join(folder, "test.txt")
    empty = os.path.join(folder, "one.txt")
    with open(empty, "w", encoding="utf-8") as file:
        file.write("none\n")
    if not os.path.exists(model + ".bin"):
        subprocess.run(
            [program, "supervised", "-input", os.path.join(folder, "train.txt"), "-output", model, "-wordNgrams", "3", "-minn", "3",
             "-maxn", "5", "-bucket", "200000", "-thread", "1", "-verbose", "0"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def seconds(path):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([program, "predict-prob", model + ".bin", path], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # Without the time it takes to read the model.
    print(f"{name}\t{len(lines('test.txt'))}\t{max(seconds(test) - seconds(empty), 0.0001):.4f}")


sklearn_contenders()
fasttext_contender()
