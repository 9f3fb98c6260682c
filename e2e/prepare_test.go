package e2e

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/alienc/alienc/e2e/template"
)

// prepare reads the template and the values of its parameters, and puts the
// code where they say.
func (d *deployment) prepare(b built) error {
	text, err := os.ReadFile(b.template())
	if err != nil {
		return err
	}
	if d.template, err = template.Parse(text); err != nil {
		return err
	}
	example, err := os.ReadFile(b.example())
	if err != nil {
		return err
	}
	var list []struct{ ParameterKey, ParameterValue string }
	if err := json.Unmarshal(example, &list); err != nil {
		return err
	}
	d.values = template.Values{Parameters: map[string]string{}}
	for _, p := range list {
		if _, ok := d.template.Parameters[p.ParameterKey]; !ok {
			return fmt.Errorf("parameters.example.json names %s, the template does not", p.ParameterKey)
		}
		// The customer of the example is the one of this deployment: names of
		// buckets are unique among all.
		d.values.Parameters[p.ParameterKey] = strings.ReplaceAll(p.ParameterValue, exampleAccount, d.account.id)
	}
	return d.upload()
}

// upload puts a zip at each place that a function's code comes from, each with
// other contents.
func (d *deployment) upload() error {
	for _, r := range d.template.Resources {
		if r.Type != "AWS::Lambda::Function" {
			continue
		}
		known, err := d.template.Resolve(template.Resource{Name: r.Name, Properties: object{"Code": r.Properties["Code"]}}, d.values)
		if err != nil {
			return err
		}
		code, _ := known["Code"].(object)
		if code["S3Bucket"] == nil {
			continue // an image
		}
		at := place{fmt.Sprint(code["S3Bucket"]), fmt.Sprint(code["S3Key"])}
		archive, err := zipped("index.mjs", "export const handler = async () => "+strconv.Quote(at.key))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(archive)
		d.account.zips[at] = base64.StdEncoding.EncodeToString(sum[:])
		if err := d.bucket(at.bucket); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(d.work, "code.zip"), archive, 0o644); err != nil {
			return err
		}
		if out, err := d.engine.cli(d.account.id, d.work, "aws s3 cp --no-progress code.zip 's3://"+at.bucket+"/"+at.key+"'"); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
	}
	return nil
}

// zipped gives a zip with one file.
func zipped(name, text string) ([]byte, error) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	f, err := w.Create(name)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write([]byte(text)); err != nil {
		return nil, err
	}
	err = w.Close()
	return archive.Bytes(), err
}

// bucket makes a bucket of the customer, if it is not there.
func (d *deployment) bucket(name string) error {
	_, err := d.account.call("s3", "create_bucket", object{"Bucket": name})
	var refused *apiError
	if errors.As(err, &refused) && refused.Code == "BucketAlreadyOwnedByYou" {
		return nil
	}
	return err
}
